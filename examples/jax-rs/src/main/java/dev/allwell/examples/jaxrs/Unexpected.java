package dev.allwell.examples.jaxrs;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Turns what nobody expected into an answer: without a mapper it would pass by all filters.
final class Unexpected implements ExceptionMapper<Throwable> {
  private static final Logger log = System.getLogger(Unexpected.class.getName());

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException known) {
      return known.getResponse();
    }
    log.log(Level.ERROR, "a request failed", thrown);
    return Response.serverError().build();
  }
}
