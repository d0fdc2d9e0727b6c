using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>医疗质量安全年 (seed 002), "从2021年3月开始": five targets every month, where one miss is one too many. Shipped.</summary>
public sealed class TargetTests
{
    [Fact]
    public void Every_month_is_measured_by_its_end() =>
        Year().ThenSeatsAreDueOn("03-31").When(Measured(0, 100, 100, 100, 100)).ThenStillIn("measuring").ThenSeatsAreDueOn("04-30");

    [Theory]
    [InlineData(0.1, 100, 100, 100, 100)]
    [InlineData(0, 99.9, 100, 100, 100)]
    [InlineData(0, 100, 99, 100, 100)]
    [InlineData(0, 100, 100, 0, 100)]
    [InlineData(0, 100, 100, 100, 99.99)]
    public void One_miss_of_any_of_them_must_be_put_right(
        decimal infection, decimal thrombosis, decimal outpatient, decimal consultation, decimal results) =>
        Year().When(Measured(infection, thrombosis, outpatient, consultation, results)).ThenIn("putting-right");

    [Fact]
    public void Put_right_and_measured_again_the_month_is_not_asked_for_a_second_time() =>
        Year().When(Measured(0, 99, 100, 100, 100)).Later("03-16 09:00").When(PutRight(0, 100, 100, 100, 100))
            .ThenIn("measuring").ThenSeatsAreDueOn("04-30");

    [Fact]
    public void Measured_again_and_missed_again_it_goes_on() =>
        Year().When(Measured(0, 99, 100, 100, 100)).When(PutRight(0, 99.5m, 100, 100, 100)).ThenIn("putting-right");

    [Fact]
    public void The_year_is_summed_up_once_all_five_are_met() =>
        Year().When(SumUp()).ThenRefused(new Engine.Cases.Refusal.NotYet("还有指标没有填报或者没有达标，不能总结。"))
            .When(Measured(0, 100, 100, 100, 100)).When(SumUp()).ThenIn("judged");

    [Fact]
    public void Whoever_registers_the_targets_says_who_measures_them() =>
        Scenario.Given(Shipped.Book, "targets", Opened("03-15 09:00").With(Party.Drafter, People(Clerk))).ThenIn("registering")
            .When(Of("start-measuring", Clerk).Reporting("分子、分母按考核标准，数据取自病案系统").Naming(Party.HostDepartment, Bodies(Quality)))
            .ThenIn("measuring").ThenSeatsAreDueOn("03-31");

    private static Scenario Year() => Scenario.Given(
        Shipped.Book, "targets", (Opened("03-15 09:00") with { At = "measuring" }).With(Party.HostDepartment, Bodies(Quality)));

    private static Press Measured(params decimal[] rates) => Five("measure", rates);

    private static Press PutRight(params decimal[] rates) => Five("put-right", rates).Reporting("已整改");

    private static Press SumUp() => Of("sum-up-year", HeadOf(Quality)).Reporting("全年达标");

    private static Press Five(string action, decimal[] rates) => Of(action, HandlerOf(Quality))
        .Measuring("infection", rates[0]).Measuring("thrombosis", rates[1]).Measuring("outpatient", rates[2])
        .Measuring("consultation", rates[3]).Measuring("results", rates[4]);
}
