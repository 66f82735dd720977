-- Every ticket has a code, and no two the same.
SELECT t.id AS ticket
  FROM tickets t
 WHERE t.code_index IS NULL
    OR EXISTS (SELECT FROM tickets other WHERE other.code_index = t.code_index AND other.id <> t.id)
