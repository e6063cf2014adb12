-- What makes the catalogue quick to read; made when it is next opened for writing, so that it can change without a new schema.
-- Each holds all that its questions need, so that no bullet's text is read to answer them.

CREATE INDEX IF NOT EXISTS bullets_reading ON bullets (version, label_only, position);
CREATE INDEX IF NOT EXISTS bullets_labels ON bullets (label_only) WHERE label_only = 1;
CREATE INDEX IF NOT EXISTS bullets_crossing ON bullets (cross_border) WHERE cross_border = 1;
CREATE INDEX IF NOT EXISTS bullets_priority ON bullets (version, priority);
CREATE INDEX IF NOT EXISTS bullets_tables ON bullets (json_extract(body, '$.kind')) WHERE json_extract(body, '$.kind') = 'table_row';
CREATE INDEX IF NOT EXISTS bullets_parent ON bullets (json_extract(body, '$.parent')) WHERE json_extract(body, '$.parent') IS NOT NULL;
CREATE INDEX IF NOT EXISTS mentions_named ON mentions (kind, entity, name, by, bullet);
DROP INDEX IF EXISTS mentions_entity;
