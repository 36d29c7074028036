package dev.allwell.examples.jaxrs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.TimeUnit;

/// What the application is for, with orders that fail in each way that JAX-RS knows.
@Path("/orders")
public final class Orders {
  /// Every order but a few.
  @GET
  @Path("{id}")
  public String order(@PathParam("id") String id) {
    return switch (id) {
      case "thrown" -> throw new IllegalStateException("this order cannot be read");
      case "refused" -> throw new WebApplicationException(Response.Status.BAD_GATEWAY);
      case "none" -> throw new NotFoundException();
      default -> "order " + id;
    };
  }

  /// An order that says by itself that it failed.
  @GET
  @Path("broken")
  public Response broken() {
    return Response.serverError().entity("this order is broken\n").build();
  }

  /// An order whose answer never comes: JAX-RS answers 503 in its place.
  @GET
  @Path("late")
  public void late(@Suspended AsyncResponse answer) {
    if (!answer.setTimeout(50, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("answered already");
    }
  }
}
