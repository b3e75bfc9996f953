"""The figure that an address names, as of the release asked for or as it was last published."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.request.context import Context
from dashboard.request.links import figure_key
from data.errors import NotFound
from data.messages import SOURCE_LANGUAGE
from data.model.observation import Observation
from data.model.words import Words
from data.store.figure_versions import Version, read_alike, read_versions
from data.store.queries import open_release


@dataclass(frozen=True)
class Figure:
    """A figure as of the release asked for, or as it was last published before it was withdrawn.

    `context` knows what it was called then; `versions` are all it was published as, oldest first, and `alike`
    what documents print for the same, itself among them. A derived one has neither.
    """

    context: Context
    row: Observation
    versions: tuple[Version, ...] = ()
    alike: tuple[Observation, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether the release asked for has it no longer."""
        return bool(self.versions) and self.versions[-1].last_release is not None


def find_figure(context: Context) -> Figure:
    """Return the figure that an address names; raises NotFound where no release up to this one has it."""
    key = figure_key(context.address.id)
    versions = read_versions(context.reader, key)
    if not versions:
        return Figure(context, _find_derived(context, key))
    row, last = versions[-1]
    if last is not None:
        context = context_as_of(context, last)
    return Figure(context, row, tuple(versions), tuple(read_alike(context.reader, row)))


def _find_derived(context: Context, key: tuple[str, ...]) -> Observation:
    region, indicator = key[:2]
    if indicator in context.reader.catalog.indicators:
        for row in context.reader.observations(regions=[region], indicators=[indicator], period=key[2]):
            if row.derived and row.key == key:
                return row
    raise NotFound(context.address.id)


def context_as_of(context: Context, release: int) -> Context:
    """Return a context of another release, in the language asked for where that release knows it."""
    then = open_release(context.reader.engine, release)
    language = context.words.language if context.words.language in then.catalog.languages else SOURCE_LANGUAGE
    return replace(context, reader=then, words=Words(then.catalog, language))
