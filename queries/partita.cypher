//: [title]
//: it = "Partita"
//: en = "Match"
//: [description]
//: it = "Ciò che è successo in una partita, minuto per minuto, con il risultato e le parole che lo dicono."
//: en = "What happened in a match, minute by minute, with the score and the words that say so."
//: [parameters.club]
//: type = "club"
//: it = "squadra"
//: en = "club"
//: [parameters.opponent]
//: type = "club"
//: it = "avversaria"
//: en = "opponent"
//: [parameters.from]
//: type = "date"
//: it = "dalla data (AAAA, AAAA-MM o AAAA-MM-GG)"
//: en = "from this date (YYYY, YYYY-MM or YYYY-MM-DD)"
//: [parameters.to]
//: type = "date"
//: it = "fino alla data"
//: en = "up to this date"
//: [columns]
//: date = "text"
//: fixture = "text"
//: score = "text"
//: minute = "integer"
//: kind = "text"
//: player = "text"
//: club = "text"
//: other = "text"
//: ex = "boolean"
//: articles = "integer"
//: words = "text"

MATCH (i:Incident)-[:IN_FIXTURE]->(m:Fixture)
OPTIONAL MATCH (m)-[:HOME]->(h:Club)
OPTIONAL MATCH (m)-[:AWAY]->(a:Club)
WITH i, m, h, a, toString(m.date) AS date
WHERE ($club IS NULL OR h.id IN $club OR a.id IN $club) AND ($opponent IS NULL OR h.id IN $opponent OR a.id IN $opponent)
  AND ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
OPTIONAL MATCH (p:Person)-[:DID]->(i)
OPTIONAL MATCH (i)-[:INVOLVED]->(o:Person)
OPTIONAL MATCH (i)-[:FOR_CLUB]->(c:Club)
OPTIONAL MATCH (i)<-[:ABOUT]-(k:Claim)-[:IN_ARTICLE]->(s:Article)
WITH i, m, date, min(coalesce(h.name, '?') + '-' + coalesce(a.name, '?')) AS fixture, min(p.name) AS player,
  min(o.name) AS other, min(c.name) AS club, count(DISTINCT s.id) AS articles, min(s.id + '\t' + coalesce(k.quote, '')) AS said
RETURN date, fixture,
  CASE WHEN size(m.scores) > 1 THEN head(m.scores) + ' / ' + last(m.scores) ELSE head(m.scores) END AS score,
  i.minute AS minute, i.kind AS kind, player, club, other, i.ex_player AS ex, articles, split(said, '\t')[1] AS words
ORDER BY coalesce(date, ''), fixture, m.id, coalesce(minute, 999), kind, coalesce(player, ''), i.id
