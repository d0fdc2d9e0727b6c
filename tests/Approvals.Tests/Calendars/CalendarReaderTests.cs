using Approvals.Readers.Calendars;
using Approvals.Readers.Yaml;

namespace Approvals.Tests.Calendars;

public sealed class CalendarReaderTests
{
    private const string Good = """
        year: 2021
        notices: [国办发明电〔2020〕27号]
        holidays:
          - {name: 元旦, from: 2021-01-01, to: 2021-01-03}
        workdays: [2021-02-07]
        """;

    [Fact]
    public void A_good_file_is_read() =>
        CalendarReader.ReadAll([("2021.yaml", Good)]).IsWorkday(new DateOnly(2021, 2, 7)).ShouldBeTrue();

    [Fact]
    public void An_unknown_key_is_refused_with_its_place() =>
        Refused(Good.Replace("workdays", "workday")).Split('\n')
            .ShouldBe(["2021.yaml:1:1: 缺少 workdays", "2021.yaml:5:1: 不认识的键 workday；是不是 workdays？"]);

    [Fact]
    public void A_missing_key_is_refused() =>
        Refused(Good.Replace("workdays: [2021-02-07]", "")).ShouldBe("2021.yaml:1:1: 缺少 workdays");

    [Fact]
    public void A_year_that_loads_empty_is_refused() =>
        Refused("year: 2021\nnotices: [x]\nholidays: []\nworkdays: []")
            .ShouldBe("2021.yaml:3:11: 2021年日历没有任何假日：空的年份等于没有载入，不能使用。");

    [Theory]
    [InlineData("")]
    [InlineData("- 1")]
    [InlineData("year: [")]
    [InlineData("year: 2021\nyear: 2022")]
    public void What_is_no_calendar_is_refused(string yaml) => Refused(yaml).ShouldStartWith("2021.yaml:");

    [Fact]
    public void A_holiday_of_another_year_is_refused() =>
        Refused(Good.Replace("to: 2021-01-03", "to: 2022-01-03")).ShouldContain("元旦");

    [Fact]
    public void A_wrong_date_is_refused_with_its_place() =>
        Refused(Good.Replace("2021-02-07", "2021-2-7")).ShouldStartWith("2021.yaml:5:12: ");

    [Fact]
    public void One_year_in_two_files_is_refused() =>
        Should.Throw<FaultsException>(() => CalendarReader.ReadAll([("a.yaml", Good), ("b.yaml", Good)]))
            .Message.ShouldStartWith("b.yaml:1:1: ");

    private static string Refused(string yaml) => Should.Throw<FaultsException>(() => Read(yaml)).Message;

    private static void Read(string yaml) => CalendarReader.ReadAll([("2021.yaml", yaml)]);
}
