"""Every story of transcripts/ comes true, on both databases."""

from __future__ import annotations

import pytest

from tests.scenarios.script import Story, stories
from tests.scenarios.stage import staged
from tests.scenarios.telling import Teller


@pytest.mark.parametrize("story", list(stories()), ids=lambda story: story.id)
async def test_the_story_comes_true(story: Story, company_url: str) -> None:
    async with staged(company_url) as stage:
        await Teller(stage).tell(story)
