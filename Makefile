.PHONY: run test check coverage outside messages mutants lock bench-pages bench-live bench-delivery bench-match bench-library bench-choice bench-simulator

run:
	@python3 dev.py run $(ARGS)

test:
	@python3 dev.py test $(ARGS)

check:
	@python3 dev.py check $(ARGS)

outside:
	@python3 dev.py outside $(ARGS)

messages:
	@python3 dev.py messages

lock:
	@python3 dev.py lock $(ARGS)

coverage:
	@python3 dev.py coverage $(ARGS)

mutants:
	@python3 dev.py mutants $(ARGS)

bench-pages bench-live bench-delivery bench-match bench-library bench-choice bench-simulator:
	@python3 dev.py bench $(@:bench-%=%) $(ARGS)
