//: [title]
//: it = "Fonti"
//: en = "Sources"
//: [description]
//: it = "Le parole che dicono un fatto, con il punto del testo, la certezza e chi parla."
//: en = "The words that say a fact, with their place in the text, the certainty and who speaks."
//: [parameters.player]
//: type = "person"
//: it = "giocatore"
//: en = "player"
//: [parameters.club]
//: type = "club"
//: it = "squadra"
//: en = "club"
//: [parameters.article]
//: type = "text"
//: it = "id dell'articolo"
//: en = "id of the article"
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
//: article = "article"
//: family = "text"
//: fact = "text"
//: certainty = "text"
//: speaker = "text"
//: words = "text"
//: start = "integer"
//: stop = "integer"
//: confidence = "number"

MATCH (k:Claim)-[:ABOUT]->(f)
WHERE k.family IN ['affiliations', 'transfers', 'matches', 'incidents']
MATCH (k)-[:IN_ARTICLE]->(s:Article)
WITH k, f, s, toString(s.published) AS date
WHERE ($article IS NULL OR k.articles = [$article])
  AND ($from IS NULL OR left($from, size(date)) <= date) AND ($to IS NULL OR left(date, size($to)) <= $to)
  AND ($player IS NULL OR EXISTS { MATCH (f)-[:HAD_SPELL|OF|DID|INVOLVED]-(p:Person) WHERE p.id IN $player })
  AND ($club IS NULL OR EXISTS {
    MATCH (f)-[:AT|FROM_CLUB|TO_CLUB|HOME|AWAY|FOR_CLUB|AGAINST_CLUB]->(c:Club) WHERE c.id IN $club
  })
RETURN date, s.id AS article, k.family AS family, f.id AS fact, k.certainty AS certainty, k.speaker AS speaker,
  k.quote AS words, k.start_offset AS start, k.end_offset AS stop, k.confidence AS confidence
ORDER BY coalesce(date, ''), article, coalesce(start, -1), family, k.id
