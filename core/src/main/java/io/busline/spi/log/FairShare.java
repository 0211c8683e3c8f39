package io.busline.spi.log;

import java.util.List;

/** How the living members of a group divide the slots. Pure. */
final class FairShare {

  private FairShare() {}

  /**
   * A member that is alive.
   *
   * @param id its id; those of older members come first in the order of texts
   * @param busy whether it has no room for more, and has had none for long
   */
  record Member(String id, boolean busy) {}

  /**
   * How many slots are a member's fair share. Who is busy gives way to who is not; the older get
   * what cannot be divided evenly.
   */
  static int of(String id, List<Member> members) {
    List<String> ready = members.stream().filter(m -> !m.busy()).map(Member::id).sorted().toList();
    List<String> sharing =
        ready.isEmpty() ? members.stream().map(Member::id).sorted().toList() : ready;
    int rank = sharing.indexOf(id);
    return rank < 0
        ? 0
        : Slots.COUNT / sharing.size() + (rank < Slots.COUNT % sharing.size() ? 1 : 0);
  }
}
