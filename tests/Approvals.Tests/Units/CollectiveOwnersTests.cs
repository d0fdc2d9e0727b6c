using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Units;

namespace Approvals.Tests.Units;

public sealed class CollectiveOwnersTests
{
    private static readonly DateOnly Day = new(2024, 3, 4);

    private static readonly UnitDirectory House = new(
        [],
        [
            Of(1, BodyKind.Administrative, "医务科"), Of(2, BodyKind.Clinical, "心内科"), Of(3, BodyKind.Ward, "一病区"),
            Of(4, BodyKind.Ward, "二病区"), Of(5, BodyKind.PartyBranch, "第一党支部"), Of(6, BodyKind.PartyBranch, "第二党支部"),
            Of(7, BodyKind.Window, "收费处"), Of(8, BodyKind.TaskForce, "创建专班"),
            Of(9, BodyKind.Ward, "三病区") with { Until = Day.AddDays(-1) },
            Of(10, BodyKind.Ward, "各病区") with { AnsweredBy = new BodyId(1) },
        ],
        []);

    [Theory]
    [InlineData("各党支部", "第一党支部 第二党支部")]
    [InlineData("各病区", "一病区 二病区")]
    [InlineData("各窗口科室", "收费处")]
    [InlineData("各科室", "医务科 心内科 一病区 二病区 收费处")]
    [InlineData("全院", "医务科 心内科 一病区 二病区 收费处")]
    [InlineData("全院各病区", "一病区 二病区")]
    [InlineData("各有关单位", "")]
    [InlineData("医务科", "")]
    public void A_collective_name_means_the_bodies_of_its_kind_that_exist_that_day(string name, string members) =>
        string.Join(' ', CollectiveOwners.Members(name, House, Day).Select(id => House.Bodies[id].Name)).ShouldBe(members);

    private static Body Of(int id, BodyKind kind, string name) => new(new BodyId(id), kind, name, id, null, DateOnly.MinValue, null);
}
