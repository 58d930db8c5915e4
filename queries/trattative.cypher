//: [title]
//: it = "Trattative"
//: en = "Rumours and talks"
//: [description]
//: it = "Le voci e le trattative, e come è andata a finire: done, elsewhere, denied, open."
//: en = "Rumours and talks, and what became of them: done, elsewhere, denied, open."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "squadra di arrivo"
//: en = "club of arrival"
//: [parameters.from]
//: type = "date"
//: it = "dalla data (AAAA, AAAA-MM o AAAA-MM-GG)"
//: en = "from this date (YYYY, YYYY-MM or YYYY-MM-DD)"
//: [parameters.to]
//: type = "date"
//: it = "fino alla data"
//: en = "up to this date"
//: [columns]
//: first = "text"
//: player = "text"
//: destination = "text"
//: certainty = "text"
//: articles = "integer"
//: outcome = "text"
//: outcome_date = "text"

MATCH (p:Person)<-[:OF]-(t:Transfer)-[:TO_CLUB]->(c:Club)
WHERE ($player IS NULL OR p.id IN $player) AND ($club IS NULL OR c.id IN $club)
MATCH (t)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WHERE k.certainty IN ['rumour', 'talks', 'agreed']
WITH p, c, coalesce(toString(s.published), '') AS told, k.certainty AS sure, s.id AS source
WITH p, c, min(told) AS first, max(told + '\t' + sure) AS last, count(DISTINCT source) AS articles
WHERE ($from IS NULL OR left($from, size(first)) <= first) AND ($to IS NULL OR left(first, size($to)) <= $to)
OPTIONAL MATCH (p)<-[:OF]-(t:Transfer)-[:TO_CLUB]->(d:Club), (t)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WHERE k.certainty IN ['done', 'denied']
WITH p, c, first, last, articles, k.certainty AS sure, d.id AS there, coalesce(toString(s.published), '') AS told
WITH p, c, first, last, articles,
  min(CASE WHEN sure = 'done' AND there = c.id THEN told END) AS done,
  min(CASE WHEN sure = 'done' AND there <> c.id AND told >= first THEN told END) AS elsewhere,
  min(CASE WHEN sure = 'denied' AND there = c.id THEN told END) AS denied
RETURN first, p.name AS player, c.name AS destination, split(last, '\t')[1] AS certainty, articles,
  CASE WHEN done IS NOT NULL THEN 'done' WHEN elsewhere IS NOT NULL THEN 'elsewhere'
    WHEN denied IS NOT NULL THEN 'denied' ELSE 'open' END AS outcome,
  coalesce(done, elsewhere, denied) AS outcome_date
ORDER BY first, player, destination, p.id, c.id
