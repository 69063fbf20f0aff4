namespace ConcurrencyAnalyzers.Engine;

/// <summary>How a line of <c>Hosts.txt</c> says which members it means.</summary>
internal enum HostKind : byte
{
    Assembly,

    /// <summary>Methods with the attribute.</summary>
    Attribute,

    /// <summary>All members of a type with the attribute.</summary>
    TypeAttribute,

    /// <summary>All members of a type that derives from it.</summary>
    Class,

    /// <summary>Methods that override or implement a member of it.</summary>
    Base,

    /// <summary>Public methods of a type that derives from it, whose results the framework awaits.</summary>
    Action,

    /// <summary>Methods of one name in a type that derives from it, however accessible.</summary>
    Message,

    /// <summary>Methods of a type that derives from it with the two parameters of an event handler.</summary>
    Handler,

    /// <summary>Methods with a parameter of the type, private ones aside: they are helpers.</summary>
    Parameter,

    /// <summary>Calls that return when the program has served.</summary>
    Serves,
}
