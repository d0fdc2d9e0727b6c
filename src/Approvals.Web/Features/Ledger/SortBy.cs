namespace Approvals.Web.Features.Ledger;

/// <summary>The orders of the ledger.</summary>
public enum SortBy
{
    /// <summary>As in the checklist, the newest campaign first.</summary>
    Number,

    /// <summary>The nearest due date first.</summary>
    Due,

    /// <summary>By the lead department, in the official order.</summary>
    Lead,

    /// <summary>What moved last first.</summary>
    Moved,
}
