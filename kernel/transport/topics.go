package transport

import "strings"

// Bounds on one peer's subscriptions. Matching looks at each.
const (
	maxTopics    = 1000
	maxTopicSize = 4096 // bytes
)

// topics are the subscriptions of one peer. As in ZeroMQ, a topic that was
// subscribed to twice is to be cancelled twice.
type topics map[string]int

// add counts one more subscription to a topic.
func (t topics) add(topic string) error {
	if len(topic) > maxTopicSize || len(t) >= maxTopics && t[topic] == 0 {
		return errTooManyTopic
	}
	t[topic]++
	return nil
}

func (t topics) remove(topic string) {
	if t[topic]--; t[topic] <= 0 {
		delete(t, topic)
	}
}

// match says whether name starts with one of the topics.
func (t topics) match(name []byte) bool {
	if t[""] > 0 {
		return true
	}
	for topic := range t {
		if strings.HasPrefix(string(name), topic) {
			return true
		}
	}
	return false
}
