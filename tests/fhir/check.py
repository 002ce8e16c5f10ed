"""Reads a FHIR R4 Bundle from standard input with fhir.resources, and says how many entries it took.

Each entry is read as what it says it is; what the models do not know is an error there. Beyond them, here are the
codes that FHIR requires, and whether each answer is one that the questionnaire allows.
"""

import json
import sys

try:
    from fhir.resources.R4B import get_fhir_model_class
    from fhir.resources.R4B.bundle import Bundle
except ImportError:
    sys.exit(77)

# What FHIR R4 requires, for the fields that are written.
REQUIRED = {
    "CodeSystem": {"status": {"active"}, "content": {"not-present", "complete"}},
    "Coverage": {"status": {"active", "cancelled", "draft", "entered-in-error"}},
    "DetectedIssue": {"status": {"preliminary"}, "severity": {"high", "moderate", "low", None}},
    "MedicationStatement": {
        "status": {"active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken"}
    },
    "Questionnaire": {"status": {"draft", "active", "retired", "unknown"}},
    "QuestionnaireResponse": {"status": {"in-progress", "completed", "amended", "entered-in-error", "stopped"}},
}
VALUES = {"choice": {"valueCoding"}, "open-choice": {"valueCoding", "valueString"}, "quantity": {"valueQuantity"}}


def by_link(items, found):
    for item in items:
        assert item["linkId"] not in found, "a linkId stands twice"
        found[item["linkId"]] = item
        by_link(item.get("item", []), found)
    return found


def check_answers(items, asked):
    for item in items:
        question = asked[item["linkId"]]
        answers = item["answer"]
        assert len(answers) == 1 or question.get("repeats"), item["linkId"]
        options = [option["valueCoding"] for option in question.get("answerOption", [])]
        for answer in answers:
            (value,) = set(answer) - {"item"}
            assert value in VALUES[question["type"]], (item["linkId"], value)
            assert value != "valueCoding" or answer[value] in options, (item["linkId"], answer[value])
            below = {inner["linkId"] for inner in question.get("item", [])}
            assert {inner["linkId"] for inner in answer.get("item", [])} <= below
            check_answers(answer.get("item", []), asked)


text = sys.stdin.buffer.read()
bundle = Bundle.model_validate_json(text)
entries = json.loads(text)["entry"]
assert len(bundle.entry) == len(entries)
asked = {}
for entry, read in zip(entries, bundle.entry):
    resource = entry["resource"]
    kind = resource["resourceType"]
    assert isinstance(read.resource, get_fhir_model_class(kind)), kind
    get_fhir_model_class(kind).model_validate(resource)
    for field, allowed in REQUIRED.get(kind, {}).items():
        assert resource.get(field) in allowed, (kind, field)
    if kind == "Questionnaire":
        by_link(resource["item"], asked)
    if kind == "QuestionnaireResponse":
        check_answers(resource.get("item", []), asked)
print(len(entries))
