package dev.allwell.definition;

import dev.allwell.model.Secret;
import dev.allwell.model.Veil;

/// How a secret stands in a statement that is written out.
@FunctionalInterface
public interface Showing {
  /// What stands for a secret; whoever sends it back means the one that is stored.
  String MARK = Veil.MARK;

  /// Not at all.
  Showing REDACTED = (path, secret) -> MARK;

  /// As it is: for what goes back into the house.
  Showing REVEALED = (path, secret) -> secret.reveal();

  /// For those who may look and not change: secrets not at all, and neither what may hold one,
  /// which is the values in a url's query, the body of a request and what is sent.
  Showing VEILED =
      new Showing() {
        @Override
        public String text(String path, Secret secret) {
          return MARK;
        }

        @Override
        public String veil(String text) {
          return MARK;
        }

        @Override
        public String url(String url) {
          return Veil.over(url);
        }
      };

  /// What stands for a text that may hold a secret, though nobody said that it is one.
  default String veil(String text) {
    return text;
  }

  /// What stands for a url.
  default String url(String url) {
    return url;
  }

  /// The text in its place.
  ///
  /// @param path of its key, `http.auth.bearer`
  String text(String path, Secret secret);
}
