using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;

namespace Approvals.Tests.Cases;

/// <summary>What a human does with an open seat of the open round besides acting in it.</summary>
internal static class SeatActs
{
    public static Func<Case, CaseCommand> Transfer(PersonId by, PersonId? to, string? reason = "出差", int seat = 0) =>
        @case => new CaseCommand.Transfer(@case.Round, new SeatNo(seat), by, to, reason);

    public static Func<Case, CaseCommand> HandBack(PersonId by, int seat = 0, string? reason = "不归我办") =>
        Transfer(by, null, reason, seat);

    public static Func<Case, CaseCommand> Claim(PersonId by, int seat = 0) =>
        @case => new CaseCommand.Claim(@case.Round, new SeatNo(seat), by);

    public static Func<Case, CaseCommand> Release(PersonId by, int seat = 0) =>
        @case => new CaseCommand.Release(@case.Round, new SeatNo(seat), by);

    public static Func<Case, CaseCommand> Skip(PersonId by, string? reason = "已退休", int seat = 0) =>
        @case => new CaseCommand.Skip(@case.Round, new SeatNo(seat), by, reason);

    public static Func<Case, CaseCommand> Nudge(PersonId by, int seat = 0) =>
        @case => new CaseCommand.Nudge(@case.Round, new SeatNo(seat), by);

    public static Func<Case, CaseCommand> Copy(PersonId by, params ImmutableArray<PersonId> to) =>
        @case => new CaseCommand.Copy(@case.Round, new SeatNo(0), by, to);
}
