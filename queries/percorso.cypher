//: [title]
//: it = "Percorso"
//: en = "Path"
//: [description]
//: it = "La via più corta fra due giocatori attraverso le squadre in cui hanno giocato, fino a quattro squadre."
//: en = "The shortest way between two players through the clubs they played for, up to four clubs."
//: [parameters.player]
//: type = "person"
//: required = true
//: it = "primo giocatore"
//: en = "first player"
//: [parameters.other]
//: type = "person"
//: required = true
//: it = "secondo giocatore"
//: en = "second player"
//: [columns]
//: step = "integer"
//: player = "text"
//: club = "text"
//: mate = "text"

MATCH (a:Person), (b:Person)
WHERE a.id IN $player AND b.id IN $other AND a.id <> b.id
MATCH path = allShortestPaths((a)-[:PLAYED_FOR*..8]-(b))
WITH nodes(path) AS stops, length(path) AS length,
  reduce(key = '', stop IN nodes(path) | key + stop.name + '\t' + stop.id + '\n') AS key
ORDER BY length, key
LIMIT 1
UNWIND range(1, length / 2) AS step
RETURN step, stops[2 * step - 2].name AS player, stops[2 * step - 1].name AS club, stops[2 * step].name AS mate
ORDER BY step
