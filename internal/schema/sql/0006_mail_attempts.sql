-- How often somebody began to handle a message: counted before it is looked at,
-- so that a message that ends the program is set aside after a few times.
-- scope: plumbing
CREATE TABLE incoming_attempts (
    incoming_id BIGINT PRIMARY KEY,
    n BIGINT NOT NULL
) CLUSTERED;

ALTER TABLE incoming DROP COLUMN attempts;
