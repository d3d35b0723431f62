// Package wire is the Jupyter messaging protocol, version 5.5, as bytes: the
// envelope with its signature, and one struct for the content of each message.
//
// Nothing here does I/O, reads a clock or logs. A message is decoded twice:
// [Codec.Decode] turns frames into a [Message] whose content is still raw
// JSON, and [Message.Decode] or [Message.Body] turns the content into its struct.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html
package wire
