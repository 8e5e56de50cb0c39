-- Locks of the canal
CREATE TABLE lock (
    id INTEGER PRIMARY KEY,
    rise REAL NOT NULL -- metres
);

SELECT sum(rise) FROM lock;
