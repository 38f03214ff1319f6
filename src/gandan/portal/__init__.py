"""The public face: a sender follows a letter, says "not settled", hands in, without signing in."""
