namespace Approvals.Tests.Model;

/// <summary>How the model says no: out of the middle of what it does, which is then undone.</summary>
internal sealed class Refused : Exception
{
    public static void Unless(bool right)
    {
        if (!right)
        {
            throw new Refused();
        }
    }

    /// <summary>Whether the change was refused.</summary>
    public static bool By(Action change)
    {
        try
        {
            change();
            return false;
        }
        catch (Refused)
        {
            return true;
        }
    }
}
