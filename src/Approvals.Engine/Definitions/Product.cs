namespace Approvals.Engine.Definitions;

/// <summary>A file that a definition has made of what a case is about (成品).</summary>
public enum Product
{
    /// <summary>印发稿: the text of the case's root, in the office's layout.</summary>
    Document,

    /// <summary>通报: how everything that the case was split into stands.</summary>
    Bulletin,

    /// <summary>归档包: the texts, the ledger and the histories of the case and all below it, with their check values.</summary>
    Package,
}
