-- Invoices and credit notes of an organizer are numbered without a gap, and their VAT comes to their total.
SELECT c.organizer_id AS organizer, c.kind, NULL AS number
  FROM invoice_counters c
 CROSS JOIN LATERAL (
       SELECT count(*) AS made, coalesce(max(i.sequence), 0) AS last
         FROM invoices i WHERE i.organizer_id = c.organizer_id AND i.kind = c.kind) there
 WHERE there.made <> c.last OR there.last <> c.last
 UNION ALL
SELECT i.organizer_id, i.kind, i.number
  FROM invoices i
 CROSS JOIN LATERAL (
       SELECT sum((share ->> 'gross')::numeric) AS gross,
              sum((share ->> 'net')::numeric + (share ->> 'vat')::numeric) AS parts
         FROM jsonb_array_elements(i.vat) share) vat
 CROSS JOIN LATERAL (
       SELECT sum((line ->> 'amount')::numeric) AS amount FROM jsonb_array_elements(i.lines) line) lines
 WHERE vat.gross IS DISTINCT FROM i.total OR vat.parts IS DISTINCT FROM i.total
    OR lines.amount IS DISTINCT FROM i.total
    OR NOT EXISTS (SELECT FROM invoice_counters c WHERE c.organizer_id = i.organizer_id AND c.kind = i.kind)
