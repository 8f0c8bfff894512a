//! Products, squares and reductions with `mulx`, `adcx` and `adox`: two chains of carries at a time.
//!
//! The work is done in blocks of eight limbs by eight. A window of eight limbs in registers moves along a number: it
//! takes in eight limbs of the sum, is added eight products by each of eight limbs of the other factor, and each of
//! those rows leaves one finished limb behind. So a product costs `mulx` from memory and two additions, and neither loads
//! nor stores of the sum. (OpenSSL's `sqrx8x` goes the same way.)
//!
//! Numbers whose length is no multiple of eight are left to the portable kernel.

#![expect(
    unsafe_code,
    reason = "assembly, behind functions that check lengths and the processor"
)]

use std::arch::asm;

use crate::kernel::portable;

/// Eight rows; the window turns by one register with each of them and is back where it was after the last.
macro_rules! eight {
    ($row:ident) => {
        concat!(
            $row!("0", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"),
            $row!("8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "r8"),
            $row!("16", "r10", "r11", "r12", "r13", "r14", "r15", "r8", "r9"),
            $row!("24", "r11", "r12", "r13", "r14", "r15", "r8", "r9", "r10"),
            $row!("32", "r12", "r13", "r14", "r15", "r8", "r9", "r10", "r11"),
            $row!("40", "r13", "r14", "r15", "r8", "r9", "r10", "r11", "r12"),
            $row!("48", "r14", "r15", "r8", "r9", "r10", "r11", "r12", "r13"),
            $row!("56", "r15", "r8", "r9", "r10", "r11", "r12", "r13", "r14"),
        )
    };
}

/// One row: the window is added eight limbs at `rsi` times the limb at `rbx`, and its lowest limb goes to `rdi`.
macro_rules! adding_row {
    ($at:literal, $w0:literal, $($w:literal),*) => {
        concat!(
            "mov rdx, [rbx + ", $at, "]\n",
            // Clears both carries.
            "xor eax, eax\n",
            "mulx rax, rcx, [rsi]\n",
            "adcx ", $w0, ", rcx\n",
            "mov [rdi + ", $at, "], ", $w0, "\n",
            products!($w0, $($w),*),
        )
    };
}

/// One row of a reduction: the digit that makes the window's lowest limb zero goes to `rdi`, and the window is added
/// eight limbs at `rsi` times the digit. −n⁻¹ is in `rbx`.
macro_rules! reducing_row {
    ($at:literal, $w0:literal, $($w:literal),*) => {
        concat!(
            "mov rdx, ", $w0, "\n",
            "imul rdx, rbx\n",
            "xor eax, eax\n",
            "mov [rdi + ", $at, "], rdx\n",
            "mulx rax, rcx, [rsi]\n",
            "adcx ", $w0, ", rcx\n",
            products!($w0, $($w),*),
        )
    };
}

/// The rest of a row. The register of the lowest limb becomes that of the new highest one; `mov` and `mulx` leave the
/// carries alone, and what the window holds never exceeds nine limbs.
#[rustfmt::skip]
macro_rules! products {
    ($w0:literal, $w1:literal, $w2:literal, $w3:literal, $w4:literal, $w5:literal, $w6:literal, $w7:literal) => {
        concat!(
            "mov ", $w0, ", 0\n",
            "adox ", $w1, ", rax\n",
            product!("8", $w1, $w2),
            product!("16", $w2, $w3),
            product!("24", $w3, $w4),
            product!("32", $w4, $w5),
            product!("40", $w5, $w6),
            product!("48", $w6, $w7),
            product!("56", $w7, $w0),
            "adc ", $w0, ", 0\n",
        )
    };
}

/// Adds the product of the factor in `rdx` and one limb at `rsi` to two registers, each in its chain of carries.
#[rustfmt::skip]
macro_rules! product {
    ($at:literal, $low:literal, $high:literal) => {
        concat!(
            "mulx rax, rcx, [rsi + ", $at, "]\n",
            "adcx ", $low, ", rcx\n",
            "adox ", $high, ", rax\n",
        )
    };
}

/// One row of a square: the window's lowest limb goes to `rdi`, and the window is added the products of one limb at `rsi`
/// and those after it.
macro_rules! triangle_row {
    ($at:literal, $w0:literal, $([$after:literal, $low:literal, $high:literal])*) => {
        concat!(
            "mov rdx, [rsi + ", $at, "]\n",
            "mov [rdi + ", $at, "], ", $w0, "\n",
            // Clears both carries, too.
            "xor ", $w0, ", ", $w0, "\n",
            $(product!($after, $low, $high),)*
            "adc ", $w0, ", 0\n",
        )
    };
}

/// The products of any two of eight limbs at `rsi`, once each.
#[rustfmt::skip]
macro_rules! triangle {
    () => {
        concat!(
            triangle_row!("0", "r8", ["8", "r9", "r10"] ["16", "r10", "r11"] ["24", "r11", "r12"] ["32", "r12", "r13"] ["40", "r13", "r14"] ["48", "r14", "r15"] ["56", "r15", "r8"]),
            triangle_row!("8", "r9", ["16", "r11", "r12"] ["24", "r12", "r13"] ["32", "r13", "r14"] ["40", "r14", "r15"] ["48", "r15", "r8"] ["56", "r8", "r9"]),
            triangle_row!("16", "r10", ["24", "r13", "r14"] ["32", "r14", "r15"] ["40", "r15", "r8"] ["48", "r8", "r9"] ["56", "r9", "r10"]),
            triangle_row!("24", "r11", ["32", "r15", "r8"] ["40", "r8", "r9"] ["48", "r9", "r10"] ["56", "r10", "r11"]),
            triangle_row!("32", "r12", ["40", "r9", "r10"] ["48", "r10", "r11"] ["56", "r11", "r12"]),
            triangle_row!("40", "r13", ["48", "r11", "r12"] ["56", "r12", "r13"]),
            triangle_row!("48", "r14", ["56", "r13", "r14"]),
            triangle_row!("56", "r15", ),
        )
    };
}

/// Moves the window along `rbp` blocks, adds it to the one after them, and leaves the carry in `rax`.
///
/// A carry out of what a window takes in belongs to the limb above it: it waits on the stack and goes into what is taken
/// in next.
macro_rules! blocks {
    () => {
        concat!(
            "test rbp, rbp\n",
            "jz 3f\n",
            "2:\n",
            take_in!(),
            "setc byte ptr [rsp]\n",
            eight!(adding_row),
            "add rsi, 64\n",
            "add rdi, 64\n",
            "dec rbp\n",
            "jnz 2b\n",
            "3:\n",
            take_in!(),
            "setc al\n",
            "movzx eax, al\n",
            "mov [rdi], r8\n",
            "mov [rdi + 8], r9\n",
            "mov [rdi + 16], r10\n",
            "mov [rdi + 24], r11\n",
            "mov [rdi + 32], r12\n",
            "mov [rdi + 40], r13\n",
            "mov [rdi + 48], r14\n",
            "mov [rdi + 56], r15\n",
            "pop rcx\n",
            "pop rbx\n",
            "pop rbp\n",
        )
    };
}

/// Takes the window from eight limbs at `rdi`.
macro_rules! load_window {
    () => {
        concat!(
            "mov r8, [rdi]\n",
            "mov r9, [rdi + 8]\n",
            "mov r10, [rdi + 16]\n",
            "mov r11, [rdi + 24]\n",
            "mov r12, [rdi + 32]\n",
            "mov r13, [rdi + 40]\n",
            "mov r14, [rdi + 48]\n",
            "mov r15, [rdi + 56]\n",
        )
    };
}

/// Adds eight limbs at `rdi` and the waiting carry to the window.
macro_rules! take_in {
    () => {
        concat!(
            // The carry flag becomes the byte, 0 or 1.
            "add byte ptr [rsp], 255\n",
            "adc r8, [rdi]\n",
            "adc r9, [rdi + 8]\n",
            "adc r10, [rdi + 16]\n",
            "adc r11, [rdi + 24]\n",
            "adc r12, [rdi + 32]\n",
            "adc r13, [rdi + 40]\n",
            "adc r14, [rdi + 48]\n",
            "adc r15, [rdi + 56]\n",
        )
    };
}

/// Whether this processor has BMI2 and ADX. The answer is kept by the standard library.
pub(crate) fn is_available() -> bool {
    std::arch::is_x86_feature_detected!("adx") && std::arch::is_x86_feature_detected!("bmi2")
}

/// As [`portable::mul`].
pub(crate) fn mul(out: &mut [u64], a: &[u64], b: &[u64]) {
    assert_eq!(out.len(), a.len() + b.len(), "the product's length");
    if !in_blocks(a) || !in_blocks(b) {
        return portable::mul(out, a, b);
    }
    out.fill(0);
    add_product(out, a, b);
}

/// As [`portable::mul_add`].
pub(crate) fn mul_add(acc: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
    assert_eq!(acc.len(), a.len() + b.len(), "the product's length");
    if !in_blocks(a) || !in_blocks(b) {
        return portable::mul_add(acc, a, b);
    }
    add_product(acc, a, b)
}

/// As [`portable::square`].
pub(crate) fn square(out: &mut [u64], a: &[u64]) {
    assert_eq!(out.len(), 2 * a.len(), "the square's length");
    if !in_blocks(a) {
        return portable::square(out, a);
    }
    out.fill(0);
    for k in (0..a.len()).step_by(BLOCK) {
        square_row(&mut out[2 * k..][..a.len() - k + BLOCK], &a[k..]);
    }
    portable::complete_square(out, a);
}

/// As [`portable::redc`].
pub(crate) fn redc(t: &mut [u64], n: &[u64], n0inv: u64) -> u64 {
    assert_eq!(t.len(), 2 * n.len(), "the length of what is reduced");
    if !in_blocks(n) {
        return portable::redc(t, n, n0inv);
    }
    let mut carry = 0;
    for start in (0..n.len()).step_by(BLOCK) {
        let row = &mut t[start..start + n.len() + BLOCK];
        let out = reduce_row(row, n, n0inv);
        carry = out + portable::add(&mut row[n.len()..], &[carry]);
    }
    carry
}

fn in_blocks(a: &[u64]) -> bool {
    !a.is_empty() && a.len().is_multiple_of(BLOCK)
}

/// `t += a·b`, all in blocks; returns the carry.
fn add_product(t: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
    let mut carry = 0;
    for (k, block) in b.chunks_exact(BLOCK).enumerate() {
        let start = BLOCK * k;
        let row = &mut t[start..start + a.len() + BLOCK];
        let out = add_row(row, a, block);
        carry = out + portable::add(&mut row[a.len()..], &[carry]);
    }
    carry
}

/// `t += a·b` for a `b` of one block and a `t` one block longer than `a`; returns the carry.
fn add_row(t: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
    assert!(is_available() && in_blocks(a), "no row for this kernel");
    assert!(
        b.len() == BLOCK && t.len() == a.len() + BLOCK,
        "the lengths of a row"
    );
    let carry: u64;
    // SAFETY: the processor has the instructions. `a` and `t` are read and `t` is written in blocks of eight limbs
    // from their starts, a.len()/8 of them and one more of `t`; `b` is read for eight limbs; all of them exist as just
    // asserted. The stack is left as it was, and `rbx` and `rbp` are restored from it.
    unsafe {
        asm!(
            "push rbp",
            "push rbx",
            "push 0",
            "mov rbx, rcx",
            "mov rbp, rdx",
            "xor r8d, r8d",
            "xor r9d, r9d",
            "xor r10d, r10d",
            "xor r11d, r11d",
            "xor r12d, r12d",
            "xor r13d, r13d",
            "xor r14d, r14d",
            "xor r15d, r15d",
            blocks!(),
            inout("rcx") b.as_ptr() => _,
            inout("rdx") a.len() / BLOCK => _,
            inout("rsi") a.as_ptr() => _,
            inout("rdi") t.as_mut_ptr() => _,
            out("rax") carry,
            out("r8") _, out("r9") _, out("r10") _, out("r11") _,
            out("r12") _, out("r13") _, out("r14") _, out("r15") _,
        );
    }
    carry
}

/// Adds to `t` the products of the limbs of the first block of `a` with all limbs of `a` that come after them, for a `t`
/// one block longer than `a`. There is no carry: it is part of a square.
fn square_row(t: &mut [u64], a: &[u64]) {
    assert!(is_available() && in_blocks(a), "no row for this kernel");
    assert!(t.len() == a.len() + BLOCK, "the lengths of a row");
    // SAFETY: the processor has the instructions. `a` and `t` are read and `t` is written in blocks of eight limbs
    // from their starts, a.len()/8 of them and one more of `t`, which exist as just asserted. The stack is left as it
    // was, and `rbx` and `rbp` are restored from it.
    unsafe {
        asm!(
            "push rbp",
            "push rbx",
            "push 0",
            "mov rbp, rdx",
            load_window!(),
            triangle!(),
            // The first block is the other factor of what follows.
            "mov rbx, rsi",
            "add rsi, 64",
            "add rdi, 64",
            "dec rbp",
            blocks!(),
            out("rcx") _,
            inout("rdx") a.len() / BLOCK => _,
            inout("rsi") a.as_ptr() => _,
            inout("rdi") t.as_mut_ptr() => _,
            out("rax") _,
            out("r8") _, out("r9") _, out("r10") _, out("r11") _,
            out("r12") _, out("r13") _, out("r14") _, out("r15") _,
        );
    }
}

/// For a `t` one block longer than `n`: `t[..8]` becomes the quotient digits m of its eight limbs, and the rest
/// (t + m·n)/2^512; returns the carry.
fn reduce_row(t: &mut [u64], n: &[u64], n0inv: u64) -> u64 {
    assert!(is_available() && in_blocks(n), "no row for this kernel");
    assert!(t.len() == n.len() + BLOCK, "the lengths of a row");
    let carry: u64;
    // SAFETY: the processor has the instructions. `n` and `t` are read and `t` is written in blocks of eight limbs
    // from their starts, n.len()/8 of them and one more of `t`, which exist as just asserted. The stack is left as it
    // was, and `rbx` and `rbp` are restored from it.
    unsafe {
        asm!(
            "push rbp",
            "push rbx",
            "push 0",
            "mov rbx, rcx",
            "mov rbp, rdx",
            load_window!(),
            eight!(reducing_row),
            // The digits are the other factor of what follows.
            "mov rbx, rdi",
            "add rsi, 64",
            "add rdi, 64",
            "dec rbp",
            blocks!(),
            inout("rcx") n0inv => _,
            inout("rdx") n.len() / BLOCK => _,
            inout("rsi") n.as_ptr() => _,
            inout("rdi") t.as_mut_ptr() => _,
            out("rax") carry,
            out("r8") _, out("r9") _, out("r10") _, out("r11") _,
            out("r12") _, out("r13") _, out("r14") _, out("r15") _,
        );
    }
    carry
}

/// Limbs of a block.
const BLOCK: usize = 8;
