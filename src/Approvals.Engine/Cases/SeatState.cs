using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>How a seat of the open round stands while it has not voted.</summary>
public enum SeatState
{
    /// <summary>May be acted in. Left by its vote, by waiting for an added seat, or by one of the others here.</summary>
    Open,

    /// <summary>轮候: its turn has not come. Opened by the vote that it waits for.</summary>
    Waiting,

    /// <summary>Consulted, and its time is over. Never left.</summary>
    Silent,

    /// <summary>The votes of others have decided, and only the consulted are waited for. Never left.</summary>
    Released,
}

/// <summary>How a seat came to be added to a round (加签).</summary>
/// <param name="To">The seat that added it.</param>
public sealed record Addition(SeatNo To, Placing Place, PersonId By, string Reason);
