"""Problems of a place (vấn đề): suggested by the engine, decided by a person."""
