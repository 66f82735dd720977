-- A vendor whose booking is confirmed has an active contract for it.
SELECT b.id AS booking, c.id AS contract, c.status
  FROM event_vendors b LEFT JOIN vendor_contracts c ON c.id = b.contract_id
 WHERE b.status = 'confirmed' AND c.status IS DISTINCT FROM 'active'
