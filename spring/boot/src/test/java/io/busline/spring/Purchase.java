package io.busline.spring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row that JPA writes when it likes. */
@Entity
class Purchase {
  @Id private String id = "";

  /** For JPA. */
  Purchase() {}

  Purchase(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }
}
