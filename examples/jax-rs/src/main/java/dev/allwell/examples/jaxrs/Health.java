package dev.allwell.examples.jaxrs;

import dev.allwell.tracker.HealthPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/// The health page; JAX-RS answers HEAD by it too.
@Path("/health")
public final class Health {
  private final HealthPage page;

  Health(HealthPage page) {
    this.page = page;
  }

  /// What the tracker says now.
  @GET
  public Response health() {
    HealthPage.Rendered answer = page.render();
    return Response.status(answer.status())
        .type(answer.contentType())
        .header("Cache-Control", "no-store")
        .entity(answer.body())
        .build();
  }
}
