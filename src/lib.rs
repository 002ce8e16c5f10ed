//! Countercheck: what stands in the way of an eczema treatment for one patient, and what it rests on.
