-- No key, so that what is shipped twice shows.
CREATE TABLE IF NOT EXISTS shipments (order_id VARCHAR(100) NOT NULL, item VARCHAR(100) NOT NULL, quantity INT NOT NULL);
