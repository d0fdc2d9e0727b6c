using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Units;

namespace Approvals.Web.Features.Directories;

/// <summary>A unit's directory as of one version: immutable, shared by every request that finds this version.</summary>
/// <param name="Host">主办科室 of a campaign where nobody says another.</param>
public sealed record DirectorySnapshot(UnitId Unit, long Version, UnitDirectory Directory, NameBook Names, BodyId? Host)
{
    /// <summary>
    /// What the clerk reads where a notice names a body that the directory does not have; null where it has it.
    /// </summary>
    public string? UnknownBody(string name, DateOnly on) =>
        Names.BodyCalled(name, on) is not null ? null : Sentence("科室", name, Names.NearestBody(name, on));

    /// <summary>The same for a person; two people of one name are for the clerk to tell apart.</summary>
    public string? UnknownPerson(string name) => Names.PeopleCalled(name) switch
    {
        [_] => null,
        [] => Sentence("人员", name, Names.NearestPerson(name)),
        var several => $"目录中有{several.Length}位“{name}”，请指明是哪一位。",
    };

    private static string Sentence(string what, string name, string? nearest) =>
        nearest is null ? $"目录中没有{what}“{name}”。" : $"目录中没有{what}“{name}”，最接近的是“{nearest}”。";
}
