using Approvals.Engine.Deadlines;

namespace Approvals.Tests.Deadlines;

/// <summary>Which texts need not be searched for a phrase.</summary>
public sealed class NeededCharactersTests
{
    [Theory]
    [InlineData("5个?工作日(?:之|以)?内", "内")]
    [InlineData("月(?:底|末)(?:前|止)?", "月")]
    [InlineData("每周|每月", "周月")]
    [InlineData("(?<m>1[0-2]|0?[1-9])月份?", "月")]
    [InlineData("[上中下]旬", "旬")]
    [InlineData("(?:节|放假)前{1,2}", "前")]
    [InlineData("(?<!不)[至到]", "至到")]
    [InlineData(@"\.5", "5")]
    public void Every_match_has_one_of_them(string pattern, string needed)
    {
        var of = NeededCharacters.Of(pattern).ShouldNotBeNull();
        foreach (var c in needed)
        {
            of.Contains(c).ShouldBeTrue();
        }

        "天地玄黄".Any(of.Contains).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[0-9]+")]
    [InlineData("日?|月")]
    [InlineData(@"\p{L}{2}")]
    [InlineData("(?=日)")]
    [InlineData("日*")]
    [InlineData("日{0,2}")]
    public void Where_a_match_may_be_without_any_none_is_needed(string pattern) => NeededCharacters.Of(pattern).ShouldBeNull();
}
