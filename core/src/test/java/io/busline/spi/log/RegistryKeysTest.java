package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistryKeysTest {

  @Test
  void names_are_single_parts_of_a_key() {
    assertThat(RegistryKeys.group("a.b")).isEqualTo("group.a=b");
    assertThat(RegistryKeys.slots("a.b", "order.item")).isEqualTo("slots.a=b.order=item");
    assertThat(RegistryKeys.member("a.b", "17")).isEqualTo("member.a=b.17");
  }

  @Test
  void members_of_a_group_are_not_those_of_another_whose_name_begins_alike() {
    assertThat(RegistryKeys.member("a.b", "17")).startsWith(RegistryKeys.members("a.b"));
    assertThat(RegistryKeys.member("a.b", "17")).doesNotStartWith(RegistryKeys.members("a"));
  }

  @Test
  void a_group_is_known_by_its_key() {
    assertThat(RegistryKeys.groupOf(RegistryKeys.group("a.b"))).isEqualTo("a.b");
  }
}
