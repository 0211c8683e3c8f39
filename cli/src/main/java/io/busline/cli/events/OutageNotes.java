package io.busline.cli.events;

import io.busline.EventBusListener;
import io.busline.Signal;
import io.busline.Subscription.State;
import io.busline.cli.terminal.Secrets;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Visible;

/** Tells whoever is waiting that there is nothing to wait for at the moment. */
final class OutageNotes implements EventBusListener {
  private final Terminal terminal;

  OutageNotes(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void onSignal(Signal signal) {
    if (signal instanceof Signal.StateChanged change && change.state() == State.RECOVERING) {
      terminal.note(
          Secrets.hidden(
              Visible.line(
                  "The bus is out of reach; it goes on by itself when that ends. "
                      + change.detail())));
    }
  }
}
