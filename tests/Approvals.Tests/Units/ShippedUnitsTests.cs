using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Units;

namespace Approvals.Tests.Units;

/// <summary>The two units that travel with the program, and the twin of 18号.</summary>
public sealed partial class ShippedUnitsTests
{
    private static readonly DateOnly IssuedOn = new(2021, 6, 2);
    private static readonly UnitFile Real = Shipped("shaoxing-tcm.yaml");
    private static readonly UnitFile Twin = Shipped("twin.yaml");
    private static readonly string Notice = File.ReadAllText(Path.Combine(Root(), "samples", "sx-tcm-2021-18.txt"));

    [Theory]
    [InlineData("医务科")]
    [InlineData("党建办")]
    [InlineData("门诊办")]
    [InlineData("临床药学")]
    [InlineData("中西药剂")]
    [InlineData("护理部")]
    [InlineData("质控办")]
    [InlineData("各窗口科室")]
    [InlineData("纪检监察室")]
    [InlineData("医患办")]
    [InlineData("党政综合办公室")]
    public void The_real_unit_knows_every_department_of_the_notice(string department) =>
        Real.ToNameBook().BodyCalled(department, IssuedOn).ShouldNotBeNull();

    [Fact]
    public void The_real_unit_invents_nobody()
    {
        Real.Demonstration.ShouldBeFalse();
        string[] named = ["张建荣", "官莉莉", "邵静松", "周忠东"];
        Real.People.Select(p => p.Name).Except(named).ShouldAllBe(name => PostName().IsMatch(name));
    }

    [Fact]
    public void The_twin_has_ten_kinds_of_bodies_and_leaders_who_stand_for_the_four()
    {
        Twin.Demonstration.ShouldBeTrue();
        Twin.Bodies.Select(b => b.Kind).Distinct().Count().ShouldBe(Enum.GetValues<BodyKind>().Length);
        Twin.People.Where(p => p.StandsFor is not null).Select(p => p.StandsFor).ShouldBe(["张建荣", "官莉莉", "邵静松", "周忠东"]);
        Twin.People.Select(p => p.Name).Intersect(Real.People.Select(p => p.Name)).ShouldBeEmpty();
        Twin.People.Select(p => p.Login).Intersect(Real.People.Select(p => p.Login)).ShouldBeEmpty();
    }

    [Fact]
    public void At_least_two_inspectors_of_the_twin_belong_to_no_department_of_any_item()
    {
        var directory = Twin.ToDirectory();
        var names = Twin.ToNameBook();
        var group = names.BodyCalled("验收组", IssuedOn).ShouldNotBeNull();
        string[] owners = ["医务科", "党建办", "门诊办", "临床药学", "中西药剂", "护理部", "质管办", "各窗口科室", "纪检监察室", "医患沟通办"];
        var owning = owners.Select(o => names.BodyCalled(o, IssuedOn).ShouldNotBeNull()).ToHashSet();
        bool Owns(PersonId person) => directory.PostsOf(person, IssuedOn).Any(p => owning.Contains(p.Body));

        var members = directory.PostsIn(group, IssuedOn).Select(p => p.Person).ToList();

        members.Count(m => !Owns(m)).ShouldBeGreaterThanOrEqualTo(5);
        members.Count(Owns).ShouldBe(2);
    }

    [Fact]
    public void The_twin_of_the_notice_keeps_its_dates_and_changes_every_name()
    {
        var twin = TwinNotice.Write(Notice, Twin, IssuedOn);

        twin.ShouldStartWith("澄市中医党〔2021〕18号");
        twin.ShouldContain("2021年6月2日");
        twin.Split('\n').Length.ShouldBe(Notice.Split('\n').Length);
        foreach (var real in Twin.Replacements.Select(r => r.Text)
            .Concat(["绍兴", "绍市", "浙江", "皋埠", "891", "质控办", "医患办", "张建荣", "官莉莉", "邵静松", "周忠东"]))
        {
            twin.ShouldNotContain(real);
        }
    }

    [Fact]
    public void A_later_twin_moves_months_season_number_and_anniversary_together()
    {
        var twin = TwinNotice.Write(Notice, Twin, new DateOnly(2026, 9, 21));

        twin.ShouldStartWith("澄市中医党〔2026〕18号");
        twin.ShouldContain("2026年9月21日印发");
        twin.ShouldContain("成立105周年");
        twin.ShouldContain("9月前，录制");
        twin.ShouldContain("9月，组织东澜中医药大学附属医院");
        twin.ShouldContain("开设秋季夜门诊");
        twin.ShouldNotContain("夏季");
        twin.ShouldNotContain("6月");
        twin.ShouldContain("每周二、周五上午");
    }

    [Theory]
    [InlineData("2026-02-27", "2月", "冬季夜门诊")]
    [InlineData("2026-04-01", "4月", "春季夜门诊")]
    [InlineData("2026-12-31", "12月", "冬季夜门诊")]
    public void Months_turn_with_the_year(string issued, string month, string season)
    {
        var twin = TwinNotice.Write(Notice, Twin, DateOnly.Parse(issued));

        twin.ShouldContain($"{month}前，录制");
        twin.ShouldContain(season);
    }

    [Theory]
    [InlineData("2026-11-21", "2026-09-21")]
    [InlineData("2026-11-22", "2026-09-22")]
    [InlineData("2026-08-07", "2026-06-05")]
    [InlineData("2026-04-30", "2026-02-27")]
    public void The_demonstrations_day_of_issue_is_a_weekday_two_months_ago(string today, string issued) =>
        TwinNotice.IssuedFor(DateOnly.Parse(today)).ShouldBe(DateOnly.Parse(issued));

    [Fact]
    public void The_example_of_the_documentation_is_a_unit_file()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "units.md"));
        var example = page.Split("```yaml\n")[1].Split("```")[0];
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(example));

        UnitFile.Read(stream, "units.md").Bodies.Length.ShouldBe(3);
    }

    private static UnitFile Shipped(string name)
    {
        using var stream = File.OpenRead(Path.Combine(Root(), "units", name));
        return UnitFile.Read(stream, name);
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here) ?? "", "../../.."));

    [GeneratedRegex("(负责人|经办人|文书|书记|成员.)$")]
    private static partial Regex PostName();
}
