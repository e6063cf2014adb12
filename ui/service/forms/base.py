"""What every form has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Form(BaseModel):
    """A JSON object with just these keys; every key is always there."""

    model_config = ConfigDict(extra="forbid")


class PriorityForm(Form):
    """One numbered part of a plan."""

    number: int = Field(examples=[6])
    title: str = Field(examples=["Protecting Vulnerable People"])


class FigureForm(Form):
    """A number that a bullet gives: its value, what is counted, the days it speaks of, and where it stands in the text."""

    value: int | float | None = Field(description="The value as it is printed, in `unit`.")
    high: int | float | None = Field(description="The upper end, where a range is given.")
    unit: str = Field(examples=["people", "%", "GBP"])
    qualifier: str | None = Field(description='As "over" or "about".')
    standing: str = Field(description="Whether it is a level, a change, or something else.")
    prior: bool = Field(description="Whether it is the earlier value of a comparison.")
    part: bool = Field(description="Whether it is part of another figure of the bullet.")
    measure: str | None = Field(description="The measure of the vocabulary that it is of.")
    measure_name: str | None
    counted: str = Field(description="The words for what is counted.")
    of: str | None
    per: str | None
    compared: str | None = Field(description="With what it is compared.")
    speaks_of: str | None = Field(description="The words for the days it speaks of.")
    reach: str | None
    first: str | None = Field(description="The first of the days it speaks of.")
    last: str | None
    operations: list[str]
    places: list[str]
    start: int = Field(description="Offset in the bullet's text.")
    end: int
