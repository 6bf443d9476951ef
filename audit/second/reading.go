package main

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// refusal is why something is not as it should be, by a code; attempt catches it. Every other panic ends the whole check.
type refusal string

func demand(is bool, code string) {
	if !is {
		panic(refusal(code))
	}
}

// attempt answers what is made, or else the code of the demand that was not met.
func attempt[T any](make func() T) (made T, code string) {
	defer func() {
		if problem := recover(); problem != nil {
			reason, is := problem.(refusal)
			if code = string(reason); !is {
				panic(problem)
			}
		}
	}()
	return make(), ""
}

// orElse answers what is made; where that is refused, it is refused with this code.
func orElse[T any](code string, make func() T) T {
	made, problem := attempt(make)
	demand(problem == "", code)
	return made
}

func mapped[A, B any](all []A, by func(A) B) (made []B) {
	for _, each := range all {
		made = append(made, by(each))
	}
	return made
}

// message is the fields of a protobuf message. As for Go's own library, a field in another form than its own is an unknown one.
type message []field
type field struct {
	number, wire, value uint64
	bytes               []byte
}

func varint(content []byte) (uint64, []byte) {
	value, length := binary.Uvarint(content)
	demand(length > 0, "no number")
	return value, content[length:]
}

func parse(content []byte) message {
	fields := message{}
	for len(content) > 0 && len(fields) < 1<<20 {
		key, rest := varint(content)
		one, length := field{number: key >> 3, wire: key & 7}, uint64(0)
		switch one.wire {
		case 0:
			one.value, rest = varint(rest)
		case 2:
			length, rest = varint(rest)
		default:
			length = map[uint64]uint64{1: 8, 5: 4}[one.wire]
			demand(length > 0, "no field")
		}
		demand(one.number > 0 && length <= uint64(len(rest)), "no field")
		one.bytes, content = rest[:length], rest[length:]
		fields = append(fields, one)
	}
	if len(content) > 0 {
		panic("a message of more fields than are looked at")
	}
	return fields
}

func (of message) each(number, wire uint64) []field {
	return slices.DeleteFunc(slices.Clone(of), func(one field) bool { return one.number != number || one.wire != wire })
}
func last(all []field) field                     { return slices.Concat([]field{{}}, all)[len(all)] }
func (of message) has(number uint64) bool        { return len(of.each(number, 2)) > 0 }
func (of message) value(number uint64) uint64    { return last(of.each(number, 0)).value }
func (of message) bytes(number uint64) []byte    { return last(of.each(number, 2)).bytes }
func (of message) part(number uint64) message    { return parse(slices.Concat(of.all(number)...)) }
func (of message) parts(number uint64) []message { return mapped(of.all(number), parse) }
func (of message) all(number uint64) [][]byte {
	return mapped(of.each(number, 2), func(one field) []byte { return one.bytes })
}
func (of message) text(number uint64) string {
	demand(utf8.Valid(of.bytes(number)), "no text")
	return string(of.bytes(number))
}

// named answers a map's entries, each of which is there even where it is empty.
func (of message) named(number uint64) map[string]message {
	all := map[string]message{}
	for _, entry := range of.parts(number) {
		all[entry.text(1)] = entry.part(2)
	}
	return all
}

// put appends a field in the one form in which peers write it; putSome does not where it has no content.
func put(to []byte, number uint64, content []byte) []byte {
	return slices.Concat(to, []byte{byte(number<<3 | 2)}, binary.AppendUvarint(nil, uint64(len(content))), content)
}
func putSome(to []byte, number uint64, content []byte) []byte {
	if len(content) == 0 {
		return to
	}
	return put(to, number, content)
}
func putValue(to []byte, number uint64, value uint64) []byte {
	if value == 0 {
		return to
	}
	return binary.AppendUvarint(append(to, byte(number<<3)), value)
}
