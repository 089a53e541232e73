using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.Layout.Forms;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Dialogs;

/// <summary>A dialog about one Drain.</summary>
public abstract class DrainDialog : AskDialog
{
    [Parameter, EditorRequired] public Drain Drain { get; set; } = null!;
}
