-- how bad the last failing check called it, 1 (worst) to 3; 0 when it did not say
ALTER TABLE state ADD COLUMN severity INTEGER NOT NULL DEFAULT 0;
