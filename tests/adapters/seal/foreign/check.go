// Checks what a ledger sealed with the Go team's own packages (golang.org/x/mod/sumdb).
//
//	check VKEY CHECKPOINT ENTRY INDEX PROOF                inclusion
//	check VKEY CHECKPOINT OLDER-CHECKPOINT PROOF           consistency
//
// A proof is a file with one hash a line, in base64.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	args := os.Args[1:]
	verifier, err := note.NewVerifier(args[0])
	must(err)
	size, root := head(args[1], verifier)
	if len(args) == 5 {
		entry, err := os.ReadFile(args[2])
		must(err)
		index, err := strconv.ParseInt(args[3], 10, 64)
		must(err)
		path := tlog.RecordProof(proof(args[4]))
		must(tlog.CheckRecord(path, size, root, index, tlog.RecordHash(entry)))
	} else {
		older, before := head(args[2], verifier)
		must(tlog.CheckTree(tlog.TreeProof(proof(args[3])), size, root, older, before))
	}
	fmt.Println("good")
}

func head(path string, verifier note.Verifier) (int64, tlog.Hash) {
	told, err := os.ReadFile(path)
	must(err)
	opened, err := note.Open(told, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return size, root
}

func proof(path string) []tlog.Hash {
	told, err := os.ReadFile(path)
	must(err)
	var hashes []tlog.Hash
	for _, line := range strings.Fields(string(told)) {
		bytes, err := base64.StdEncoding.DecodeString(line)
		must(err)
		hashes = append(hashes, tlog.Hash(*(*[32]byte)(bytes)))
	}
	return hashes
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
