using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>征求意见: what an action is when somebody consulted presses it.</summary>
public static class Opinions
{
    /// <summary>Only words and papers are asked for: an opinion names nobody, sets no date and no number, and does nothing.</summary>
    public static StageAction Of(StageAction action) => action with
    {
        Needs = action.Needs.RemoveAll(Binds),
        Takes = action.Takes.RemoveAll(Binds),
        Effects = [],
        Fulfils = false,
    };

    private static bool Binds(Input input) => input
        is Input.Naming or Input.NamedDate or Input.Date or Input.Number or Input.Occurrence;
}
