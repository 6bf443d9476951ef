package main

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// refusal is the code of a demand that was not met; attempt catches it. Every other panic ends the whole check.
type refusal string

func demand(is bool, code string) {
	if !is {
		panic(refusal(code))
	}
}
func attempt[T any](make func() T) (made T, code string) {
	defer func() {
		problem := recover()
		reason, is := problem.(refusal)
		if code = string(reason); problem != nil && !is {
			panic(problem)
		}
	}()
	return make(), ""
}

// orElse answers what is made, and refuses with this code what is refused by another.
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
func pick[T any](is bool, one, other T) T {
	if is {
		return one
	}
	return other
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
	for len(content) > 0 {
		key, rest := varint(content)
		one, length := field{number: key >> 3, wire: key & 7}, map[uint64]uint64{1: 8, 5: 4}[key&7]
		if one.wire == 0 {
			one.value, rest = varint(rest)
		} else if one.wire == 2 {
			length, rest = varint(rest)
		}
		demand(one.number > 0 && slices.Contains([]uint64{0, 1, 2, 5}, one.wire) && length <= uint64(len(rest)), "no field")
		one.bytes, content = rest[:length], rest[length:]
		if fields = append(fields, one); len(fields) > 1<<20 {
			panic("a message of more fields than are looked at")
		}
	}
	return fields
}
func (of message) each(number, wire uint64) []field {
	return slices.DeleteFunc(slices.Clone(of), func(one field) bool { return one.number != number || one.wire != wire })
}
func contentOf(one field) []byte                 { return one.bytes }
func last(all []field) field                     { return slices.Concat([]field{{}}, all)[len(all)] }
func (of message) all(number uint64) [][]byte    { return mapped(of.each(number, 2), contentOf) }
func (of message) has(number uint64) bool        { return len(of.each(number, 2)) > 0 }
func (of message) value(number uint64) uint64    { return last(of.each(number, 0)).value }
func (of message) bytes(number uint64) []byte    { return last(of.each(number, 2)).bytes }
func (of message) part(number uint64) message    { return parse(slices.Concat(of.all(number)...)) }
func (of message) parts(number uint64) []message { return mapped(of.all(number), parse) }
func (of message) text(number uint64) string {
	demand(utf8.Valid(of.bytes(number)), "no text")
	return string(of.bytes(number))
}
func (of message) named(number uint64) map[string]message {
	all := map[string]message{}
	for _, entry := range of.parts(number) {
		all[entry.text(1)] = entry.part(2)
	}
	return all
}

// put appends a field in the one form in which peers write it; putSome and putValue leave out what is empty.
func put(to []byte, number uint64, content []byte) []byte {
	return slices.Concat(to, []byte{byte(number<<3 | 2)}, binary.AppendUvarint(nil, uint64(len(content))), content)
}
func putSome(to []byte, number uint64, content []byte) []byte {
	return pick(len(content) == 0, to, put(to, number, content))
}
func putValue(to []byte, number uint64, value uint64) []byte {
	return pick(value == 0, to, slices.Concat(to, []byte{byte(number << 3)}, binary.AppendUvarint(nil, value)))
}
