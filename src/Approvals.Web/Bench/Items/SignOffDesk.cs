using Approvals.Engine.Cases;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Microsoft.Extensions.Primitives;

namespace Approvals.Web.Bench.Items;

/// <summary>How much of a sign-off is measured.</summary>
internal enum SignOffPart
{
    /// <summary>The command: what a press sends to the store.</summary>
    Command,

    /// <summary>What the page calls: the look before the form is read, the command, and what follows from it in the same tree.</summary>
    Press,
}

/// <summary>The one who signs, with his form.</summary>
internal sealed class SignOffDesk(BenchOffice office, CaseCommand.Act act, AlikeCases cases, SignOffPart part)
{
    private static readonly FormCollection NoFields = new(new Dictionary<string, StringValues>());
    private readonly CaseStore _cases = office.Cases;
    private readonly ActService _acts = office.Service<ActService>();
    private readonly CurrentUser _user = office.User(act.By);
    private readonly CaseCommand.Act _act = act with { Inputs = Inputs.None };

    public static string Key(int number) => $"signoff/{number}";

    /// <param name="each">Commands of a client.</param>
    /// <param name="warming">Those that a client gives before.</param>
    public Task<LoopRun> SignAsync(int clients, int each, int warming = 0)
    {
        var first = cases.Take(clients * (warming + each));
        return ClosedLoop.RunAsync(clients, warming, each, one => SignAsync(first + one));
    }

    public async Task SignAsync(int number)
    {
        var done = part == SignOffPart.Command
            ? await _cases.HandleAsync(office.Unit.Id, cases[number], _act, Key(number), CancellationToken.None) is Answer.Done
            : await _acts.PressAsync(
                new PressedForm(cases[number], act.Round, act.Seat, act.Action, act.ContentHash, Key(number), "/", [], NoFields),
                _user, CancellationToken.None) is Pressed.Done;
        if (!done)
        {
            throw new InvalidOperationException($"sign-off {number} is refused");
        }
    }
}
