//: [title]
//: it = "Rigori"
//: en = "Penalties"
//: [description]
//: it = "I rigori di ciascuno: procurati, causati, segnati, sbagliati (parati compresi), parati da portiere."
//: en = "Everybody's penalties: won, conceded, scored, missed (saved ones included), saved as a keeper."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "squadra"
//: en = "club"
//: [parameters.from]
//: type = "date"
//: it = "dalla data (AAAA, AAAA-MM o AAAA-MM-GG)"
//: en = "from this date (YYYY, YYYY-MM or YYYY-MM-DD)"
//: [parameters.to]
//: type = "date"
//: it = "fino alla data"
//: en = "up to this date"
//: [columns]
//: player = "text"
//: won = "integer"
//: conceded = "integer"
//: scored = "integer"
//: missed = "integer"
//: saved = "integer"
//: articles = "integer"

MATCH (i:Incident)<-[:ABOUT]-(:Claim)-[:IN_ARTICLE]->(s:Article)
WHERE i.kind IN ['penalty_won', 'penalty_conceded', 'penalty_goal', 'penalty_missed', 'penalty_saved']
MATCH (i)-[r:DID|INVOLVED]-(p:Person)
WHERE (type(r) = 'DID' OR i.kind = 'penalty_saved') AND ($player IS NULL OR p.id IN $player)
MATCH (i)-[b:FOR_CLUB|AGAINST_CLUB]->(c:Club)
WHERE ((type(r) = 'DID' AND type(b) = 'FOR_CLUB') OR (type(r) = 'INVOLVED' AND type(b) = 'AGAINST_CLUB'))
  AND ($club IS NULL OR c.id IN $club)
OPTIONAL MATCH (i)-[:IN_FIXTURE]->(m:Fixture)
WITH p, i, type(r) AS role, s, toString(m.date) AS date
WHERE ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
WITH p,
  count(DISTINCT CASE WHEN i.kind = 'penalty_won' THEN i.id END) AS won,
  count(DISTINCT CASE WHEN i.kind = 'penalty_conceded' THEN i.id END) AS conceded,
  count(DISTINCT CASE WHEN i.kind = 'penalty_goal' THEN i.id END) AS scored,
  count(DISTINCT CASE WHEN i.kind IN ['penalty_missed', 'penalty_saved'] AND role = 'DID' THEN i.id END) AS missed,
  count(DISTINCT CASE WHEN i.kind = 'penalty_saved' AND role = 'INVOLVED' THEN i.id END) AS saved,
  count(DISTINCT s.id) AS articles
RETURN p.name AS player, won, conceded, scored, missed, saved, articles
ORDER BY scored DESC, won DESC, saved DESC, player, p.id
