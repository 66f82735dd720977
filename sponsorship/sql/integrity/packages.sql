-- A package is taken as often as deals have been agreed on it, and no more than there are.
SELECT p.id AS package, p.availability, p.taken, count(s.id) AS deals
  FROM sponsorship_packages p
  LEFT JOIN event_sponsorships s ON s.package_id = p.id AND s.status IN ('active', 'completed')
 GROUP BY p.id
HAVING p.taken <> count(s.id) OR p.taken > p.availability
