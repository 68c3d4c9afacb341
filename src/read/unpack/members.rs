//! Compressed members, one after another: those of gzip, the streams of bzip2, the frames of
//! Zstandard. Each has a beginning and a checksum of its own.
//!
//! The decoders' own ways of reading such files hide where members end. That matters here: all that
//! stands before a damaged member is known to be whole, and what stands behind it begins anew. Days
//! of a wire are joined so, and a web archive has a member for each page.

use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use crate::model::Problem;
use crate::read::unpack::budget::Budget;
use crate::read::unpack::layer::Layer;
use crate::read::unpack::rewind::Rewind;

/// Most bytes of a file that are read again behind damage.
const MAX_REREAD_BYTES: usize = 256 * 1024 * 1024;

/// Bytes behind the last member that may be one that cannot be known any more. Fewer are none.
const MIN_MEMBER_BYTES: u64 = 18;

/// Line ends that stand for what is lost, so that no record goes on into the next member.
const GAP: usize = 2;

/// A decoder of one member after another.
pub struct Members<'b, R: BufRead> {
    decoder: Option<MemberDecoder<Rewind<R>>>,
    layer: Layer,
    budget: &'b Budget,
    outermost: bool,
    /// Number of line ends that are yet to be handed out.
    gap: usize,
    reread: usize,
}

enum MemberDecoder<R: BufRead> {
    Gzip(Box<GzDecoder<R>>),
    Bzip2(Box<BzDecoder<R>>),
    Zstd(Box<ZstdDecoder<'static, R>>),
}

impl<R: BufRead> MemberDecoder<R> {
    fn new(layer: Layer, input: R) -> io::Result<Self> {
        Ok(match layer {
            Layer::Bzip2 => Self::Bzip2(Box::new(BzDecoder::new(input))),
            Layer::Zstd => Self::Zstd(Box::new(ZstdDecoder::with_buffer(input)?.single_frame())),
            _ => Self::Gzip(Box::new(GzDecoder::new(input))),
        })
    }

    fn into_inner(self) -> R {
        match self {
            Self::Gzip(decoder) => decoder.into_inner(),
            Self::Bzip2(decoder) => decoder.into_inner(),
            Self::Zstd(decoder) => decoder.into_inner(),
        }
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(decoder) => decoder.read(out),
            Self::Bzip2(decoder) => decoder.read(out),
            Self::Zstd(decoder) => decoder.read(out),
        }
    }
}

impl<'b, R: BufRead> Members<'b, R> {
    /// A decoder of the members of a compression that reports to `budget` which are whole.
    ///
    /// # Errors
    /// The decoder has no memory.
    pub fn new(layer: Layer, input: R, budget: &'b Budget) -> io::Result<Self> {
        let decoder = Some(MemberDecoder::new(layer, Rewind::new(input))?);
        Ok(Self { decoder, layer, budget, outermost: budget.is_outermost(), gap: 0, reread: 0 })
    }

    /// Begins the next member; none is left behind the last, whatever stands there.
    fn next_member(&mut self) -> io::Result<()> {
        let Some(decoder) = self.decoder.take() else { return Ok(()) };
        let mut input = decoder.into_inner();
        // Tapes and some writers fill up with zeros behind the last member.
        let head = input.skip_zeros()?;
        if head.is_empty() {
            return Ok(());
        }
        if !self.layer.begins_member(head) {
            let (skipped, found) = input.find_member(self.layer)?;
            if found || skipped >= MIN_MEMBER_BYTES {
                self.record(&format!("{skipped} bytes behind a whole member are none"));
            }
            if !found {
                return Ok(());
            }
            self.gap = GAP;
        }
        input.begin_member();
        self.decoder = Some(MemberDecoder::new(self.layer, input)?);
        Ok(())
    }

    /// Goes on with the member behind a damaged one.
    ///
    /// # Errors
    /// The damage, where no member follows it.
    fn recover(&mut self, damage: io::Error) -> io::Result<()> {
        let is_foreign = damage.raw_os_error().is_some()
            || damage.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Problem>)
            || damage.kind() == io::ErrorKind::Interrupted;
        let decoder = self.decoder.take().filter(|_| !is_foreign && self.outermost);
        let Some(decoder) = decoder else { return Err(damage) };
        let mut input = decoder.into_inner();
        self.reread += input.rewind();
        if self.reread > MAX_REREAD_BYTES || !input.find_member(self.layer)?.1 {
            return Err(damage);
        }
        self.record(&damage.to_string());
        self.gap = GAP;
        self.decoder = Some(MemberDecoder::new(self.layer, input)?);
        Ok(())
    }

    fn record(&self, detail: &str) {
        if self.outermost {
            self.budget.record_damage(detail);
        }
    }
}

impl<R: BufRead> Read for Members<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if self.gap > 0 {
                let length = self.gap.min(out.len());
                out[..length].fill(b'\n');
                self.gap -= length;
                return Ok(length);
            }
            let Some(decoder) = &mut self.decoder else { return Ok(0) };
            match decoder.read(out) {
                Ok(0) => {
                    if self.outermost {
                        self.budget.mark_verified();
                    }
                    self.next_member()?;
                }
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
                Err(error) => self.recover(error)?,
            }
        }
    }
}
