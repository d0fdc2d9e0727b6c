using Approvals.IntegrationTests.Directories;
using Approvals.Readers.Units;

namespace Approvals.IntegrationTests.Walk;

/// <summary>Who does what in the invented hospital, and the ten rows' owners as the annex has them. All are logins.</summary>
internal static class TwinPeople
{
    public const string Clerk = "yeqiushui";
    public const string Registrar = "heshujian";
    public const string Gu = "gumingxi";
    public const string Lin = "linqinghe";
    public const string Lu = "luyuanzhou";

    private static readonly UnitFile Unit = ShippedUnit.Twin;

    public static DraftPeople Drafting(bool secondCheck) => new(
        Clerk, secondCheck ? ["xuwenqian", "zhengyifan"] : ["xuwenqian"],
        [(Gu, "顾明溪"), (Lin, "林清和"), (Lu, "陆远舟"), ("fangzhixing", "方知行")], "shenruochuan", Registrar);

    /// <summary>First-named leader and departments of each row, the first in the lead; 门诊办 answers for the windows.</summary>
    public static (string Leader, string[] Departments)[] Rows { get; } =
    [
        (Gu, ["医务科", "党建办"]),
        (Gu, ["党建办"]),
        (Lin, ["医务科", "门诊办", "临床药学", "中西药剂"]),
        (Lin, ["门诊办"]),
        (Lin, ["门诊办", "护理部"]),
        (Lin, ["门诊办"]),
        (Lu, ["医务科", "护理部"]),
        (Lin, ["医务科", "质管办"]),
        (Gu, ["纪检监察室", "门诊办", "医患沟通办"]),
        (Lu, ["医务科"]),
    ];

    public static string[] Leaders { get; } = [Gu, Lin, Lu];

    public static string[] Departments { get; } = [.. Rows.SelectMany(r => r.Departments).Distinct()];

    /// <summary>None of them belongs to a department of the annex; the third heads the one that a row is reassigned to.</summary>
    public static (string Login, string Name)[] Inspectors { get; } =
        [("mengzhizhi", "孟致知"), ("longxingye", "龙星野"), ("duanminzhi", "段敏之")];

    public static string Head(string body) => Holder(body, "head");

    public static string Deputy(string body) => Holder(body, "deputy");

    public static string Handler(string body) => Holder(body, "handler");

    private static string Holder(string body, string role) =>
        Unit.Posts.First(p => p.Body == body && p.Role.Value == role && p.Until is null).Login;
}
