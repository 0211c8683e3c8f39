package io.busline.spi.log;

/** What a member knows of its own process, and of those of other members. */
interface Processes {

  /** The processes of this machine. */
  Processes HERE =
      new Processes() {
        @Override
        public ProcessIdentity current() {
          return ProcessIdentity.current();
        }

        @Override
        public boolean isSurelyDead(ProcessIdentity process) {
          return process.isSurelyDead();
        }
      };

  /** The process that asks. */
  ProcessIdentity current();

  /** Whether a process is gone for certain, without waiting for a lease. */
  boolean isSurelyDead(ProcessIdentity process);
}
